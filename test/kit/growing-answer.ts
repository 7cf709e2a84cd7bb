/** More than the first window of the gate, so that a part is shown before the rest. */
export const GROWING =
  'The chasquis ran along the roads of the Andes, from one hut to the next, and never stopped. They carried knots.'
export const WORDS_BEFORE_PAUSE = 14
