/** The customers this browser plays. The list is shared by its tabs; each tab remembers whom it plays. */

/** @typedef {{ id: string, number: number, language: import('./words.js').Language }} Customer */

const LIST = 'aftercare.customers'
const ACTIVE = 'aftercare.customer'

/** @returns {Customer[]} */
export function readCustomers() {
  try {
    const list = JSON.parse(localStorage.getItem(LIST) ?? '[]')
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

/** @param {readonly Customer[]} customers */
export const saveCustomers = customers => localStorage.setItem(LIST, JSON.stringify(customers))

/** @param {readonly Customer[]} customers @param {Customer['language']} language @returns {Customer} */
export function newCustomer(customers, language) {
  const number = Math.max(0, ...customers.map(customer => customer.number)) + 1
  return { id: `web:${crypto.randomUUID().slice(0, 8)}`, number, language }
}

export const readActive = () => sessionStorage.getItem(ACTIVE)
/** @param {string} id */
export const saveActive = id => sessionStorage.setItem(ACTIVE, id)
