/** The browser's small storage. Where it is off or full nothing is kept, and what is read is null. */
export function readKept(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null')
  } catch {
    return null
  }
}

export function keep(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(name)
    else localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // The page works without.
  }
}
