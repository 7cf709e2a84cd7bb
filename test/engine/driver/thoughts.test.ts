import { describe, expect, it } from 'vitest'
import { THOUGHT_FORMS } from '#engine/driver/thought-forms.ts'
import { ThoughtFilter } from '#engine/driver/thoughts.ts'

/** What is left of an answer, and how often it had to begin anew, in pieces of this many characters. */
function read(text: string, { pieces = 1, startsInThought = false } = {}) {
  const filter = new ThoughtFilter(startsInThought)
  let shown = ''
  let restarts = 0
  for (let at = 0; at < text.length; at += pieces) {
    const step = filter.push(text.slice(at, at + pieces))
    if (step.restarts) restarts += 1
    shown = step.restarts ? step.text : shown + step.text
  }
  return { shown: shown + filter.end(), restarts, thought: filter.characters }
}

const PIECES = [1, 2, 3, 7, 1_000]
const THOUGHT = '\nThe person greets me. My rules say so.\n'

describe.each(PIECES)('an answer in pieces of %d characters', (pieces) => {
  it.each(THOUGHT_FORMS)('loses the thought that it begins with: $opens', ({ opens, closes }) => {
    const whole = read(`${opens}${THOUGHT}${closes}\n\nHello!`, { pieces })
    expect(whole).toEqual({ shown: 'Hello!', restarts: 0, thought: THOUGHT.length })
  })

  it.each(THOUGHT_FORMS)('begins anew where a thought ends whose opening the template wrote: $closes', ({ closes }) => {
    const whole = read(`The person greets me.\n${closes}\n\nHello!`, { pieces })
    expect(whole).toEqual({ shown: 'Hello!', restarts: 1, thought: 'The person greets me.\n'.length })
  })

  it.each(THOUGHT_FORMS)('shows nothing before $closes where it is known that it begins in a thought', ({ closes }) => {
    const known = { pieces, startsInThought: true }
    expect(read(`The person greets me.\n${closes}\n\nHello!`, known)).toMatchObject({ shown: 'Hello!', restarts: 0 })
    expect(read('The person greets me and greets me', known)).toMatchObject({ shown: '', restarts: 0 })
  })

  it('is empty when its thought never ends', () => {
    const text = `<think>\n${'I wonder. '.repeat(170)}`
    expect(read(text, { pieces })).toEqual({ shown: '', restarts: 0, thought: text.length - '<think>'.length })
  })

  it('loses several thoughts in a row, and an empty one', () => {
    expect(read('<think>\n\n</think>\n\n<think>so</think> Hello!', { pieces }).shown).toBe('Hello!')
    expect(read('</think>\n\nHello!', { pieces })).toMatchObject({ shown: 'Hello!', restarts: 0 })
  })

  it.each([
    'Write `<think>` there:\n\n```\n<think>\n```',
    'A thought stands between <think> and </think>. That is all.',
    'It ends with `</think>`, always.',
    '```\nx </think>\n```\nDone.',
    '~~~xml\n<a>\n</think>\n~~~',
    'In XML, close each block with </reasoning> and go on.',
    'It ends with\n- </think>, always\n> </thought>\nor [/THINK].',
    'Write\n\n    <a>\n    </think>\n\n\t</thinking>\n\nin your template.',
    'Close it with a tag, e.g. </think>\n\nThen go on:\n1. </think>\n2. [/THINK]\n',
    'It prints "Thus.</think>"\nor Thus.</think> and goes on.',
    'It begins with <think>and ends.</think>\n\nThat is all.',
    '以</think>\n结尾。',
    'a < b, [THIS], <thin and </thin',
    '<thin',
    '<',
    '\n\n  Hello!\n',
    '',
  ])('is shown as written when it only speaks of thoughts: %j', (text) => {
    expect(read(text, { pieces })).toEqual({ shown: text, restarts: 0, thought: 0 })
  })

  it.each(['Thus.', 'So I say 你好。', 'Why not?', '(All is said.)'])(
    'begins anew behind a closing that follows the end of a sentence at once and ends its line: %s',
    (last) => {
      const thought = `The person greets me. ${last}`
      expect(read(`${thought}</think>\n\nHello!`, { pieces })).toEqual({
        shown: 'Hello!',
        restarts: 1,
        thought: thought.length,
      })
      expect(read(`${thought}</think>  \r\nHello!`, { pieces })).toMatchObject({ shown: 'Hello!', restarts: 1 })
    },
  )

  it('shows such a closing as written in a later text, and where nothing comes after it', () => {
    const later = 'Write this.</think>\nor that.'
    expect(read(`<think>so</think>${later}`, { pieces }).shown).toBe(later)
    expect(read('Thus.</think>', { pieces })).toEqual({ shown: 'Thus.</think>', restarts: 0, thought: 0 })
  })

  it('begins anew behind a control token even where the answer ends with it', () => {
    expect(read('So I say hello.<channel|>', { pieces })).toMatchObject({ shown: '', restarts: 1 })
  })

  it('begins anew behind code that speaks of thoughts', () => {
    expect(read('They want `</think>` in code.\n</think>\nHere.', { pieces })).toMatchObject({
      shown: 'Here.',
      restarts: 1,
    })
  })

  it('of gpt-oss is what stands in its last channel', () => {
    const final = '<|channel|>final<|message|>Hello!'
    const noted = `<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant${final}`
    expect(read(noted, { pieces }).shown).toBe('Hello!')
    expect(read(final, { pieces })).toMatchObject({ shown: 'Hello!', restarts: 0 })
  })
})
