/**
 * What the tokenizers of well-known families read as one control token, exactly as written in their vocabularies
 * (`added_tokens` of `tokenizer_config.json`, and llama.cpp's list of ends in `src/llama-vocab.cpp`). Used for hosts,
 * which rarely report their vocabulary; the file of a local model contains it (`gguf-marks.ts`). Reserved tokens with
 * only a number are left out when they stand between bars: prompts do not use them.
 */
const FAMILY_MARKS = {
  llama2: ['<s>', '</s>', '<unk>', '[INST]', '[/INST]', '<<SYS>>', '<</SYS>>', '<PRE>', '<SUF>', '<MID>', '<EOT>'],
  llama3: [
    '<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>', '<|eom_id|>',
    '<|step_id|>', '<|python_tag|>', '<|image|>', '<|finetune_right_pad_id|>',
  ],
  llama4: [
    '<|begin_of_text|>', '<|end_of_text|>', '<|header_start|>', '<|header_end|>', '<|eom|>', '<|eot|>', '<|step|>',
    '<|python_start|>', '<|python_end|>', '<|finetune_right_pad|>', '<|image_start|>', '<|image_end|>', '<|image|>',
    '<|tile_x_separator|>', '<|tile_y_separator|>', '<|patch|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>',
  ],
  gemma: [
    '<pad>', '<eos>', '<bos>', '<unk>', '<mask>', '[multimodal]', '[@BOS@]', '<start_of_turn>', '<end_of_turn>',
    '<start_of_image>', '<end_of_image>', '<image_soft_token>', '<start_of_audio>', '<end_of_audio>',
    '<audio_soft_token>',
  ],
  gemma4: [
    '<pad>', '<eos>', '<bos>', '<unk>', '<mask>', '[multimodal]', '<|turn>', '<turn|>', '<|channel>', '<channel|>',
    '<|think|>', '<|tool>', '<tool|>', '<|tool_call>', '<tool_call|>', '<|tool_response>', '<tool_response|>', '<|"|>',
    '<|image|>', '<|image>', '<image|>', '<|audio|>', '<|audio>', '<audio|>', '<|video|>',
  ],
  mistral: [
    '<s>', '</s>', '<unk>', '<pad>', '[INST]', '[/INST]', '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]', '[AVAILABLE_TOOLS]',
    '[/AVAILABLE_TOOLS]', '[TOOL_CALLS]', '[TOOL_RESULTS]', '[/TOOL_RESULTS]', '[TOOL_CONTENT]', '[ARGS]', '[CALL_ID]',
    '[MODEL_SETTINGS]', '[/MODEL_SETTINGS]', '[THINK]', '[/THINK]', '[IMG]', '[IMG_BREAK]', '[IMG_END]', '[AUDIO]',
    '[BEGIN_AUDIO]', '[TRANSCRIBE]', '[PREFIX]', '[MIDDLE]', '[SUFFIX]',
  ],
  qwen: [
    '<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|object_ref_start|>', '<|object_ref_end|>', '<|box_start|>',
    '<|box_end|>', '<|quad_start|>', '<|quad_end|>', '<|vision_start|>', '<|vision_end|>', '<|vision_pad|>',
    '<|image_pad|>', '<|video_pad|>', '<|audio_start|>', '<|audio_end|>', '<|audio_pad|>', '<|fim_prefix|>',
    '<|fim_middle|>', '<|fim_suffix|>', '<|fim_pad|>', '<|repo_name|>', '<|file_sep|>', '<tool_call>', '</tool_call>',
    '<tool_response>', '</tool_response>', '<think>', '</think>', '<tts_pad>', '<tts_text_bos>', '<tts_text_eod>',
    '<tts_text_bos_single>',
  ],
  deepseek: [
    '<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<｜▁pad▁｜>', '<｜User｜>', '<｜Assistant｜>', '<｜fim▁begin｜>',
    '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜tool▁calls▁begin｜>', '<｜tool▁calls▁end｜>', '<｜tool▁call▁begin｜>',
    '<｜tool▁call▁end｜>', '<｜tool▁outputs▁begin｜>', '<｜tool▁outputs▁end｜>', '<｜tool▁output▁begin｜>',
    '<｜tool▁output▁end｜>', '<｜tool▁sep｜>', '<｜search▁begin｜>', '<｜search▁end｜>', '｜DSML｜', '<|EOT|>', '<think>',
    '</think>',
  ],
  smolvlm: [
    '<|endoftext|>', '<|im_start|>', '<|im_end|>', '<end_of_utterance>', '<image>', '<fake_token_around_image>',
    '<global-img>', '<repo_name>', '<reponame>', '<file_sep>', '<filename>', '<gh_stars>', '<issue_start>',
    '<issue_comment>', '<issue_closed>', '<jupyter_start>', '<jupyter_text>', '<jupyter_code>', '<jupyter_output>',
    '<jupyter_script>', '<empty_output>',
    ...grid(6).map(([row, column]) => `<row_${row}_col_${column}>`),
  ],
  internvl: ['<img>', '</img>', '<IMG_CONTEXT>', '<quad>', '</quad>', '<ref>', '</ref>', '<box>', '</box>'],
  minicpm: [
    '<image>', '</image>', '<image_id>', '</image_id>', '<slice>', '</slice>', '<unit>', '</unit>', '<point>',
    '</point>',
  ],
  phi: [
    '<|system|>', '<|user|>', '<|assistant|>', '<|end|>', '<|endoftext|>', '<|tool|>', '<|/tool|>', '<|tool_call|>',
    '<|/tool_call|>', '<|tool_response|>', '<|im_sep|>', '<|placeholder1|>', '<|endoftext10|>', '<|endoftext11|>',
  ],
  gptOss: [
    '<|startoftext|>', '<|endoftext|>', '<|return|>', '<|constrain|>', '<|channel|>', '<|start|>', '<|end|>',
    '<|message|>', '<|call|>', '<|endofprompt|>',
  ],
  glm: [
    '[MASK]', '[gMASK]', '[sMASK]', '<sop>', '<eop>', '<|system|>', '<|user|>', '<|assistant|>', '<|observation|>',
    '<|begin_of_image|>', '<|end_of_image|>', '<|begin_of_video|>', '<|end_of_video|>', '<|begin_of_audio|>',
    '<|end_of_audio|>', '<|image|>', '<|video|>', '<|code_prefix|>', '<|code_middle|>', '<|code_suffix|>', '/nothink',
    '<think>', '</think>', '<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>', '<arg_key>',
    '</arg_key>', '<arg_value>', '</arg_value>',
  ],
  cohere: [
    '<PAD>', '<UNK>', '<CLS>', '<SEP>', '<MASK_TOKEN>', '<BOS_TOKEN>', '<EOS_TOKEN>', '<EOP_TOKEN>',
    '<|START_OF_TURN_TOKEN|>', '<|END_OF_TURN_TOKEN|>', '<|USER_TOKEN|>', '<|CHATBOT_TOKEN|>', '<|SYSTEM_TOKEN|>',
    '<|START_RESPONSE|>', '<|END_RESPONSE|>', '<|START_TEXT|>', '<|END_TEXT|>', '<|START_THINKING|>',
    '<|END_THINKING|>', '<|START_ACTION|>', '<|END_ACTION|>', '<|START_TOOL_RESULT|>', '<|END_TOOL_RESULT|>',
  ],
  granite: [
    '<|start_of_role|>', '<|end_of_role|>', '<|end_of_text|>', '<|tool_call|>', '<fim_prefix>', '<fim_middle>',
    '<fim_suffix>', '<fim_pad>', '<reponame>', '<filename>', '<fim-prefix>', '<fim-middle>', '<fim-suffix>',
    '<fim-pad>', '<fim-repo>', '<REPO>',
  ],
  kimi: [
    '[BOS]', '[EOS]', '[EOT]', '[PAD]', '[UNK]', '<|im_user|>', '<|im_assistant|>', '<|im_system|>', '<|im_middle|>',
    '<|im_end|>', '<|media_start|>', '<|media_content|>', '<|media_end|>', '<|media_pad|>', '<|open|>', '<|close|>',
    '<|sep|>', '<|end_of_msg|>', '<|tool_calls_section_begin|>', '<|tool_calls_section_end|>', '<|tool_call_begin|>',
    '<|tool_call_argument_begin|>', '<|tool_call_end|>', '◁think▷', '◁/think▷',
  ],
  minimax: [']~b]', ']~!b[', '[e~[', '<minimax:tool_call>', '</minimax:tool_call>', '<mm:think>', '</mm:think>'],
  seed: [
    '<seed:bos>', '<seed:eos>', '<seed:pad>', '<seed:think>', '</seed:think>', '<seed:cot_budget_reflect>',
    '</seed:cot_budget_reflect>', '<seed:tool_call>', '</seed:tool_call>',
  ],
  exaone: ['[|system|]', '[|user|]', '[|assistant|]', '[|tool|]', '[|endofturn|]', '<thought>', '</thought>'],
  nemotron: ['<extra_id_0>', '<extra_id_1>', '<SPECIAL_10>', '<SPECIAL_11>', '<SPECIAL_12>', '<TOOLCALL>', '</TOOLCALL>'],
  apertus: [
    '<|system_start|>', '<|system_end|>', '<|developer_start|>', '<|developer_end|>', '<|user_start|>', '<|user_end|>',
    '<|assistant_start|>', '<|assistant_end|>', '<|inner_prefix|>', '<|inner_suffix|>', '<|tools_prefix|>',
    '<|tools_suffix|>',
  ],
  lfm: ['<|startoftext|>', '<|tool_list_start|>', '<|tool_list_end|>', '<|tool_call_start|>', '<|tool_call_end|>'],
} as const satisfies Record<string, readonly string[]>

/** All of them, for an unknown model. */
export const KNOWN_MARKS: readonly string[] = [...new Set<string>(Object.values(FAMILY_MARKS).flat())]

/**
 * Those that never appear in ordinary text, unlike `<filename>` or `[MASK]`: when it is not known which marks are the
 * model's own, only these are removed from its answers.
 */
export const UNMISTAKABLE_MARKS: readonly string[] = KNOWN_MARKS.filter((mark) => /[|｜]|^<\/?[a-z]+:/.test(mark)).concat([
  '</s>', '<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>', '<end_of_utterance>', '[INST]', '[/INST]',
  '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]', '[AVAILABLE_TOOLS]', '[/AVAILABLE_TOOLS]', '[TOOL_CALLS]', '[TOOL_RESULTS]',
  '[/TOOL_RESULTS]', '<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>',
])

function grid(size: number): [row: number, column: number][] {
  return Array.from({ length: size * size }, (_, index) => [Math.floor(index / size) + 1, (index % size) + 1])
}
