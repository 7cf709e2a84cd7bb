/** Milliseconds since 1970 with fractions: comparable with the times in the log of another process. */
export const nowMs = () => performance.timeOrigin + performance.now()
