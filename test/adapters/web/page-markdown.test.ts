import { expect, test } from 'vitest'
import { chromiumPage } from './chromium-page.ts'
import { outgoing } from './page-host.ts'

const chromium = chromiumPage()
const signal = new AbortController().signal

test('code, stars and underscores of an answer are shown as their writer meant them', async () => {
  const { page, host } = chromium
  const { chat } = await chromium.sendText('hello')
  const cases: [answer: string, text: string, codes: string[]][] = [
    ['Run ```npm start``` then `x` now', 'Run npm start then x now', ['npm start', 'x']],
    ['Use `` `x` `` here', 'Use `x` here', ['`x`']],
    ['1. Run:\n\n   ```bash\n   npm start\n   ```\n', 'Run:\nnpm start', ['npm start']],
    ['~~~\n# comment\n~~~', '# comment', ['# comment']],
    ['````\n```\nnpm start\n```\n````', '```\nnpm start\n```', ['```\nnpm start\n```']],
    ['2*3*4*5 = 120', '2*3*4*5 = 120', []],
    ['2**10 = 1024 and 3**2 = 9', '2**10 = 1024 and 3**2 = 9', []],
    ['call __init__ first', 'call __init__ first', []],
    ['**bold**, *slanted* and snake_case_name', 'bold, slanted and snake_case_name', []],
    ['[Lima](https://e.org/Lima_(city))', 'Lima (e.org)', []],
  ]
  for (const [at, [answer, text, codes]] of cases.entries()) {
    await host.channel.send(chat, outgoing(`r${at}`, answer, { final: true }), signal)
    const bubble = page.locator('.theirs').nth(at).locator('.bubble')
    expect((await bubble.innerText()).trim().replace(/\n+/g, '\n'), answer).toBe(text)
    expect(await bubble.locator('code').allInnerTexts(), answer).toEqual(codes)
  }
  expect(await page.locator('.theirs ol > li').count()).toBe(1)
  expect(await page.locator('.theirs strong').allInnerTexts()).toEqual(['bold'])
  expect(await page.locator('.theirs em').allInnerTexts()).toEqual(['slanted'])
  expect(await page.locator('.theirs a').last().getAttribute('href')).toBe('https://e.org/Lima_(city)')
  expect(chromium.faults).toEqual([])
})

test('an answer that grows keeps what stands above as it is, and shows no sign before its meaning is clear', async () => {
  const { page, host } = chromium
  const { chat } = await chromium.sendText('hello')
  const bubble = page.locator('.theirs .bubble')
  const sent = await host.channel.send(chat, outgoing('r1', '```\na wide line of code\n```\n\nA title'), signal)
  await bubble.locator('p').waitFor()
  await page.evaluate(`document.querySelector('.theirs pre').isTheSame = true`)
  const grow = async (text: string, last: string) => {
    await host.channel.edit(chat, sent, outgoing('r1', `\`\`\`\na wide line of code\n\`\`\`\n\n${text}`), signal)
    await bubble.getByText(last, { exact: true }).waitFor()
    return bubble.locator('> *').evaluateAll((nodes) => nodes.map((node) => node.nodeName))
  }
  // A line under a text makes it a title, and two more signs make a list of it.
  expect(await grow('A title, longer\n-', 'A title, longer')).toEqual(['PRE', 'P'])
  expect(await page.locator('.theirs strong').count()).toBe(0)
  expect(await grow('A title, longer\n- one', 'one')).toEqual(['PRE', 'P', 'UL'])
  expect(await grow('A title, longer\n- one **bo', 'one')).toEqual(['PRE', 'P', 'UL'])
  expect(await grow('A title, longer\n- one **bold** word, [a li', 'bold')).toEqual(['PRE', 'P', 'UL'])
  expect(await bubble.locator('li').innerText()).toBe('one bold word,')
  await grow('A title, longer\n- one **bold** word, [a link](https://e.org/a', 'bold')
  expect(await bubble.locator('a').count()).toBe(0)
  await grow('A title, longer\n- one **bold** word, [a link](https://e.org/a)', 'a link')
  expect(await page.evaluate(`document.querySelector('.theirs pre').isTheSame`)).toBe(true)
  // At its end a text is shown as it is.
  const text = 'A star * and **two'
  await host.channel.edit(chat, sent, outgoing('r1', text, { final: true }), signal)
  await bubble.getByText(text, { exact: true }).waitFor()
})
