import { describe, expect, it } from 'vitest'
import { renderWhatsApp } from './whatsapp-markup.ts'

describe("WhatsApp's markup", () => {
  it('sets off words at their edges, inside one line, and shows everything else as it is', () => {
    const { text, marks } = renderWhatsApp(
      '*bold _and italic_* ~gone~ `co*de*` 2*3*4 snake_case_name * a *\n- one\n> said',
    )
    expect(text).toBe('bold and italic gone co*de* 2*3*4 snake_case_name * a *\n• one\nsaid')
    expect(marks).toEqual([
      { type: 'bold', text: 'bold and italic' },
      { type: 'italic', text: 'and italic' },
      { type: 'code', text: 'co*de*' },
    ])
    expect(renderWhatsApp('```\nlet *x*\n```')).toEqual({
      text: '\nlet *x*\n',
      marks: [{ type: 'block', text: 'let *x*' }],
    })
    expect(renderWhatsApp('\u200B*not bold*\u2060').text).toBe('not bold')
  })
})
