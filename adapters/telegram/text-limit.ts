/** In UTF-16 units; both ways. */
export const TEXT_LENGTH_MAX = 4096
