/** `window.require`, as the page's own scripts offer it. What is not there is noted in `window.__missing`, and throws. */
export function provide(modules) {
  window.__missing = []
  window.__provided = Object.keys(modules)
  window.require = (name) => {
    if (Object.hasOwn(modules, name)) return modules[name]
    if (!window.__missing.includes(name)) window.__missing.push(name)
    throw new Error(`Requiring unknown module "${name}"`)
  }
}
