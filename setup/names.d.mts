type Setting = { readonly name: string; readonly key: string; readonly type: 'text' | 'number' | 'boolean' }

export const SETTINGS: readonly Setting[]
export const OTHER_NAMES: readonly string[]
export const NOT_BUILT_YET: Readonly<Record<string, readonly string[]>>
