/** Where the page keeps reactions. The library puts its own function into the place of `bulkUpsert`. */
export const reactionTable = { reactionTableMode: { bulkUpsert: () => undefined } }
