/** Of jobs. Persisted. */
export const DELETE_ME = 'delete-me'
export const DELETE_PERSON = 'delete-person'
