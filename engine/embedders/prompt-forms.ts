/**
 * What a model expects around its texts, and how llama-server makes one vector of the vectors of all tokens. Without the
 * prefixes it was trained with, a model finds less; their wording is that of the model's own documentation.
 */
export type PromptForm = {
  readonly question: string
  readonly memory: string
  /** Undefined: as the model's file says. */
  readonly pooling?: 'mean' | 'cls' | 'last'
}

const PLAIN: PromptForm = { question: '', memory: '' }

const FORMS: readonly (readonly [name: RegExp, form: PromptForm])[] = [
  [/embedding-?gemma/, { question: 'task: search result | query: ', memory: 'title: none | text: ', pooling: 'mean' }],
  [
    /qwen3-embedding/,
    {
      question: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
      memory: '',
      pooling: 'last',
    },
  ],
  [/nomic-embed/, { question: 'search_query: ', memory: 'search_document: ', pooling: 'mean' }],
  [/\be5-/, { question: 'query: ', memory: 'passage: ', pooling: 'mean' }],
  [
    /\bbge-(?!m3)/,
    { question: 'Represent this sentence for searching relevant passages: ', memory: '', pooling: 'cls' },
  ],
]

/** By the name of the model; a model that is not known gets its texts as they are. */
export function promptFormOf(model: string): PromptForm {
  const name = model.toLowerCase()
  return FORMS.find(([known]) => known.test(name))?.[1] ?? PLAIN
}
