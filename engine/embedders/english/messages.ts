/** Between the service and the worker of the English embedder; one request at a time. */
export type ToWorker = { readonly op: 'embed'; readonly id: number; readonly texts: readonly string[] }

export type FromWorker =
  | { readonly op: 'ready'; readonly dimensions: number; readonly heldBytes: number }
  | {
      readonly op: 'embedded'
      readonly id: number
      readonly vectors: readonly (readonly number[])[]
      readonly heldBytes: number
    }
  | { readonly op: 'failed'; readonly id: number; readonly reason: string }
