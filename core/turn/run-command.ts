import { commandNamed } from '../commands/all.ts'
import type { CommandReply } from '../commands/command.ts'
import { commandInWords } from '../commands/phrases.ts'
import { judgeAll } from '../guard/guard.ts'
import { languages } from '../texts/all.ts'
import type { Texts } from '../texts/text-table.ts'
import type { TurnOutcome } from '../contract/turn.ts'
import type { Run } from './deps.ts'
import { answerInPrivate, privateChatOf } from './private-answer.ts'
import { withRetries } from './retry.ts'

/** `texts`: of the language it was asked in. */
type AskedCommand = { readonly name: string; readonly argument: string; readonly texts: Texts }

/** A command, or a message that asks for one in plain words. */
export function commandOf({ turn: { asked }, texts }: Run): AskedCommand | undefined {
  if (asked.type === 'command') return { ...asked, texts }
  const found = commandInWords(asked, texts.language)
  return found && { ...found, texts: languages[found.language] }
}

/** Answered by the service itself, without the engine; what it keeps is judged first. */
export async function runCommand(run: Run, { name, argument, texts }: AskedCommand): Promise<TurnOutcome> {
  const { turn, control: memory, share } = run
  const command = commandNamed(name)
  if (command === undefined) return { type: 'noticed', reason: 'unknown-command', text: texts.unknownCommand }
  if (turn.isShared && command.ofPerson) return { type: 'commanded', text: texts.memory.shared }
  return withRetries(run, async ({ signal, served }) => {
    const judge = async (text: string) => {
      const judged = { direction: 'in', turn: turn.id, share, text, pictures: [] } as const
      const { guards } = await served()
      const judgement = await judgeAll(guards, judged, signal)
      run.keepVerdicts(judgement.verdicts)
      return judgement
    }
    const startTyping = () => run.startTyping()
    const exportOf = () => run.exportOf(turn, signal)
    const learningSettled = () => run.memory.settled(turn.person, signal)
    const about = { argument, texts, status: run.status(), turn, memory }
    const reply = () => Promise.resolve(command.run({ ...about, judge, startTyping, exportOf, learningSettled }))
    const isHere = command.ofPerson !== 'answered-in-private' || turn.chat.kind === 'dm'
    return isHere ? outcomeOf(await reply(), texts) : outcomeInGroup(run, { reply, texts })
  })
}

function outcomeOf(reply: CommandReply, texts: Texts): TurnOutcome {
  if (!('blocked' in reply)) return { type: 'commanded', ...reply }
  const { blocked, judged } = reply
  return { type: 'blocked', direction: 'in', hazards: blocked.hazards, text: texts.blockedQuestion, judged }
}

/** The group learns only that the person was answered, or how they can be. */
async function outcomeInGroup(
  run: Run,
  of: { reply: () => Promise<CommandReply>; texts: Texts },
): Promise<TurnOutcome> {
  const { memory: texts } = of.texts
  const conversation = await privateChatOf(run)
  if (conversation === undefined) return { type: 'commanded', text: texts.askInPrivate }
  const reply = await of.reply()
  if ('blocked' in reply) return outcomeOf(reply, of.texts)
  await answerInPrivate(run, { conversation, text: reply.text })
  return { type: 'commanded', text: texts.answeredInPrivate }
}
