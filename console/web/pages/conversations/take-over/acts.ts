import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StateForm } from '../../../../api/forms/take-over.ts'
import { change, hasCode } from '../../../api.ts'
import { text } from '../../../texts/text.ts'
import { confirm } from '../../../ui/confirm-question.ts'
import { showDone } from '../../../ui/done.ts'
import { showError } from '../../../ui/fail.ts'
import { pathOf, stateKey } from './state.ts'

/** Takes the conversation over, also from a colleague, and hands it back. */
export function useTaking(id: string) {
  const queries = useQueryClient()
  const keep = (state: StateForm) => queries.setQueryData(stateKey(id), state)
  const onError = (error: Error) => {
    // Whose it is now stands on the page, with what there is to do about it.
    if (hasCode(error, 'conflict') && isState(error.now)) keep(error.now)
    showError(error)
  }
  const path = `${pathOf(id)}/take-over` as const
  const take = useMutation({
    async mutationFn(from: StateForm['takenOver']) {
      if (from !== undefined && !(await confirm(questionOf(from)))) return undefined
      return change<StateForm>('POST', path, from === undefined ? {} : { seen: from.revision })
    },
    onSuccess: (state) => state && keep(state),
    onError,
  })
  const handBack = useMutation({
    mutationFn: () => change<StateForm>('DELETE', path),
    onSuccess(state) {
      keep(state)
      showDone(text('takeOver.handedBack'))
    },
    onError,
  })
  return { take, handBack }
}

const isState = (now: unknown): now is StateForm => typeof now === 'object' && now !== null && 'version' in now

const questionOf = ({ by }: NonNullable<StateForm['takenOver']>) => {
  const name = by === '' ? text('takeOver.somebody') : by
  return {
    title: text('takeOver.from', { name }),
    body: text('takeOver.from.about', { name }),
    action: text('takeOver.take'),
  }
}

/** Hexadecimal: `crypto.randomUUID` is not there on pages that came without encryption. */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
