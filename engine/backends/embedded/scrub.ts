/**
 * The part of a llama-server line that may be logged. While the server loads, its lines hold nothing of a person. Once
 * it serves, a line may quote a request, so only lines about a crash are kept; of others, the function that wrote them.
 */
export function scrubLine(line: string, isServing: boolean): string | undefined {
  const short = line.slice(0, LINE_LENGTH_MAX)
  if (line.includes('<|') || line.includes('data:image')) return undefined
  if (!isServing) return short
  if (CRASH.test(short)) return short
  const [, speaker] = /^([\d.]* ?[WE] +[\w ]{0,8}[\w:]{1,40}):/.exec(line) ?? []
  return speaker && `${speaker}: …`
}

const LINE_LENGTH_MAX = 300
const CRASH = /^(\S+:\d+: )?GGML_ASSERT|^\S+:\d+: \w+ error|CUDA error|out of memory|failed to allocate/
