import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '#core/texts/en.ts'
import { HOST_FAULTS, type HostFault, type HostFaultName } from '../kit/host-faults.ts'
import { startModelHost, type ModelHost, type RecordedPrompt } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { waitOptions, toldTo } from './stage.ts'

type Role = 'chat' | 'guard'

const FAULTS = Object.entries<HostFault>(HOST_FAULTS)
const CASES = (['chat', 'guard'] as const).flatMap((role) =>
  FAULTS.map(([name, { ends, isSilent = false }]) => ({ role, name, ends, isSilent })),
)
/** Who waits for a host that says nothing does so while the others fail. */
const IN_ORDER = CASES.toSorted((one, other) => Number(one.isSilent) - Number(other.isSilent))
const TRIES = 5
/** Who waits for a host that says nothing has given up before the second one. */
const triesOf = ({ role, name, ends, isSilent }: (typeof CASES)[number]) =>
  isSilent || (role === 'chat' && (ends !== 'apology' || name === 'empty-answer')) ? 1 : TRIES

let host: ModelHost
let product: Product
/** What a person writes whose every request to one of the two fails. */
const words = (role: Role, name: string) => `please #${role}:${name}#`
const faultIn = ({ kind, text }: RecordedPrompt) =>
  new RegExp(`#${kind}:([a-z-]+)#`).exec(text)?.[1] as HostFaultName | undefined

beforeAll(async () => {
  host = await startModelHost({ faultOf: faultIn })
  const overrides = { retries: { retryFirstMs: 5, delayNoticeAfterMs: 60_000, giveUpAfterMs: 8_000 } }
  product = await startProduct({ host, overrides })
  await product.app.engine.ready(AbortSignal.timeout(waitOptions.withinMs))
  for (const { role, name } of CASES.filter(({ isSilent }) => isSilent))
    product.person(`${role}-${name}`).sends(words(role, name))
}, 60_000)

afterAll(async () => {
  await product?.[Symbol.asyncDispose]()
  await host?.close()
})

const asked = (kind: Role, text: string) =>
  host.prompts.filter((prompt) => prompt.kind === kind && prompt.text.includes(text))

test.each(IN_ORDER)('a request that fails at the $role with $name is nobody else’s, and ends', async (failing) => {
  const { role, name, ends, isSilent } = failing
  const text = words(role, name)
  const ann = product.person(`${role}-${name}`)
  if (!isSilent) ann.sends(text)
  const bob = product.person('bob')
  bob.sends(`hello beside ${role} ${name}`)
  await bob.hears(new RegExp(`You said: hello beside ${role} ${name}$`), waitOptions)
  expect(product.app.readiness()).toMatchObject({ ready: true })

  const isAnswered = role === 'chat' && ends !== 'apology'
  await ann.hears(isAnswered ? /^(?:fine so far|word0) / : /^Sorry/, waitOptions)
  if (!isAnswered) expect(toldTo(ann)).toEqual([en.apology])
  expect(asked(role, text)).toHaveLength(triesOf(failing))
  if (role === 'guard') expect(asked('chat', text)).toEqual([])
})

test('nothing of what failed is left open', async () => {
  await expect.poll(() => host.inFlight, { timeout: waitOptions.withinMs }).toBe(0)
})
