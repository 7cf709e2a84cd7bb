/** Where Mantine keeps what was chosen in the menu of the account. */
const KEPT_AS = 'mantine-color-scheme-value'

/** Light or dark, as it was chosen inside, otherwise as this device has it. */
export function followScheme(closed: AbortSignal): void {
  const kept = localStorage.getItem(KEPT_AS)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const tell = () => {
    const scheme = kept === 'light' || kept === 'dark' ? kept : dark.matches ? 'dark' : 'light'
    document.documentElement.dataset.mantineColorScheme = scheme
  }
  tell()
  dark.addEventListener('change', tell, { signal: closed })
}
