/**
 * A setting that cannot be used: the message names the setting, the value and what would be right. The program ends
 * with 2.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
