/** The dialogue every contender holds: eight messages of a customer, one answer to each. */

/** What the customer writes, in order. */
export const MESSAGES = [
  '/bench',
  'washing machine',
  'it does not drain',
  'no',
  'yes',
  'no',
  'tomorrow 10:00',
  'yes',
] as const

/** What the answer to each must contain: a contender that loses its place is found out. */
export const ANSWERS = [
  'Which appliance',
  'What is wrong',
  'smell',
  'filter',
  'hose',
  'When may we come',
  'Shall I book',
  'Booked',
] as const

/** The texts of the answers, for contenders that keep them in code. */
export const TEXTS = [
  'Which appliance is it about?',
  'What is wrong with it?',
  'Is there a burning smell or smoke?',
  'Have you cleaned the drain filter?',
  'Is the hose bent?',
  'When may we come?',
  'Shall I book it?',
  'Booked. You will hear from us.',
] as const
