/** The element of index.html with an id. @throws TypeError if there is none of this kind, which is a bug */
export function byId<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new TypeError(`the page has no ${kind.name} "${id}"`)
}

/** Make an element. Content is never read as HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  Object.assign(element, properties)
  element.append(...content)
  return element
}

/** Make a button. */
export function makeButton(
  label: string,
  onClick: () => void,
  properties: Partial<HTMLButtonElement> = {},
): HTMLButtonElement {
  const button = make('button', { type: 'button', ...properties }, label)
  button.addEventListener('click', onClick)
  return button
}

/** A number of things, in words: "1 machine", "2 machines". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
