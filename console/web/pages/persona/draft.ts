import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonaForm } from '../../../api/forms/persona.ts'
import { change, conflictIn } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'

export type Words = { readonly name: string; readonly tone: string }

const wordsIn = ({ name, tone }: Words): Words => ({ name, tone })

/** What is typed, beside the version that it was typed over. */
export function useDraft(persona: PersonaForm) {
  const queries = useQueryClient()
  const [seen, setSeen] = useState(persona)
  const [words, setWords] = useState(wordsIn(persona))
  const isDirty = words.name.trim() !== seen.name || words.tone.trim() !== seen.tone
  const adopt = (now: PersonaForm) => {
    setSeen(now)
    setWords(wordsIn(now))
  }
  // Somebody else's change replaces what was not touched here; over what was typed it is told as a conflict.
  if (!isDirty && persona.version > seen.version) adopt(persona)
  const saving = useMutation({
    mutationFn: (to: Words) => change<PersonaForm>('PUT', '/api/persona', { ...to, seen: seen.version }),
    onSuccess(now) {
      adopt(now)
      queries.setQueryData(['persona', 'now'], now)
      showDone(text('persona.saved'))
      void queries.invalidateQueries({ queryKey: ['persona', 'versions'] })
    },
    onError(error) {
      const now = conflictIn<PersonaForm>(error)?.now
      if (now === undefined) return
      setSeen(now)
      queries.setQueryData(['persona', 'now'], now)
      void queries.invalidateQueries({ queryKey: ['persona', 'versions'] })
    },
  })
  return { seen, words, setWords, isDirty, discard: () => setWords(wordsIn(seen)), saving }
}

export type Draft = ReturnType<typeof useDraft>
