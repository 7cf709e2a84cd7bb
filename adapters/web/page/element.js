const SVG = 'http://www.w3.org/2000/svg'

/** An element with text and nodes in it; texts are never read as HTML. */
export function element(name, className = '', children = []) {
  const node = document.createElement(name)
  node.className = className
  node.append(...children)
  return node
}

/** An icon of index.html: the fonts of many systems lack such characters. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('class', 'icon')
  drawing.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `#icon-${name}`)
  drawing.append(use)
  return drawing
}

/** A button that does something here, not one that sends a form. */
export function button(children, onClick) {
  const node = element('button', '', children)
  node.type = 'button'
  node.addEventListener('click', onClick)
  return node
}
