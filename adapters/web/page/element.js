/** An element with text and nodes in it; texts are never read as HTML. */
export function element(name, className = '', children = []) {
  const node = document.createElement(name)
  node.className = className
  node.append(...children)
  return node
}
