export type ThoughtForm = { readonly opens: string; readonly closes: string }

/**
 * The strings that open and close the thoughts of models, exactly as they write them. Hosts with a parser for their
 * model send thoughts in a field of their own (`reasoning_content`); these come from hosts without one.
 */
export const THOUGHT_FORMS: readonly ThoughtForm[] = [
  // Qwen, DeepSeek, GLM, Phi-4, Nemotron, MiniMax-M2, Magistral of June 2025 and most that learnt from them.
  { opens: '<think>', closes: '</think>' },
  // From instructions for models that were not trained to think.
  { opens: '<thinking>', closes: '</thinking>' },
  // EXAONE Deep.
  { opens: '<thought>', closes: '</thought>' },
  // Reka Flash 3.
  { opens: '<reasoning>', closes: '</reasoning>' },
  // Seed-OSS.
  { opens: '<seed:think>', closes: '</seed:think>' },
  // MiniMax-M3.
  { opens: '<mm:think>', closes: '</mm:think>' },
  // Mistral: Magistral 1.1 and Ministral 3.
  { opens: '[THINK]', closes: '[/THINK]' },
  // Kimi-VL.
  { opens: '◁think▷', closes: '◁/think▷' },
  // Gemma 4; its name of the channel ends in a newline.
  { opens: '<|channel>thought', closes: '<channel|>' },
  // gpt-oss (harmony): all channels but the final one are thoughts.
  { opens: '<|channel|>analysis<|message|>', closes: '<|channel|>final<|message|>' },
  // Command A Reasoning.
  { opens: '<|START_THINKING|>', closes: '<|END_THINKING|>' },
  // Apertus.
  { opens: '<|inner_prefix|>', closes: '<|inner_suffix|>' },
]
