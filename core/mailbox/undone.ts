/**
 * SQL: there is something to do about the event `e` of the conversation `c`. While somebody has taken the conversation over,
 * messages and their edits wait for them.
 */
export const IS_UNDONE = `
  (e.state = 'taken' or e.state = 'pending' and (c.take_over is null or e.kind not in ('message', 'edit')))`
