const COMMAND = /^\/([a-z][a-z0-9_-]{0,31})(?:\s+([\s\S]*))?$/i

/** The command in a text that begins with a slash and a word, for platforms that do not mark commands. */
export function typedCommand(text: string): { readonly name: string; readonly argument: string } | undefined {
  const [, name, argument = ''] = COMMAND.exec(text.trim()) ?? []
  return name === undefined ? undefined : { name: name.toLowerCase(), argument }
}
