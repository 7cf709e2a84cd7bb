/**
 * What our log may hold of a line of llama-server. While it loads there is nothing of a person in it. Once it serves,
 * it can quote a request it does not understand, so that only what names a crash is kept, and who said the rest.
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
