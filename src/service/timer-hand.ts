/** Who does what falls due, in the place of a member of staff: nobody else is this, whatever a desk calls its people. */
export const TIMER_HAND = { id: 'timer', name: 'timer', roles: [] } as const
