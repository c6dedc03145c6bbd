import { create } from 'xmlbuilder2'

/**
 * Colours for light and dark, as a reader's system asks for, also inside an <img>. Colour never says anything alone: each
 * cell has its words and a sign.
 */
const STYLE = `
  svg { color-scheme: light dark; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif }
  text { fill: #1f2328; font-size: 14px }
  .small { font-size: 12px } .large { font-size: 17px; font-weight: 600 } .head { font-weight: 600 } .code { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
  .quiet { fill: #59636e }
  .ground { fill: #ffffff } .box { fill: #f6f8fa; stroke: #d1d9e0 }
  .on { fill: #dafbe1; stroke: #4ac26b } .saved { fill: #ddf4ff; stroke: #54aeff } .off { fill: #f6f8fa; stroke: #d1d9e0 }
  .line { stroke: #59636e; stroke-width: 1.5; fill: none } .event { stroke: #bf3989; stroke-width: 2; stroke-dasharray: 5 4; fill: none } .arrow { fill: #59636e }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 }
    .ground { fill: #0d1117 } .box { fill: #151b23; stroke: #3d444d }
    .on { fill: #12261e; stroke: #2ea043 } .saved { fill: #0c2d4d; stroke: #1f6feb } .off { fill: #151b23; stroke: #3d444d }
    .line { stroke: #9198a1 } .event { stroke: #db61a2 } .arrow { fill: #9198a1 }
  }
`

/**
 * A picture: lengths are in CSS pixels.
 *
 * @param {{ width: number, height: number, title: string, description: string }} frame what a screen reader says of it
 * @param {readonly Shape[]} shapes in the order in which they are drawn
 * @typedef {readonly [name: string, attributes: Record<string, string | number>, text?: string]} Shape
 */
export function picture({ width, height, title, description }, shapes) {
  const document = create().ele('http://www.w3.org/2000/svg', 'svg', {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': 'title description',
  })
  document.ele('title', { id: 'title' }).txt(title)
  document.ele('desc', { id: 'description' }).txt(description)
  document.ele('style').txt(STYLE)
  for (const [name, attributes, content] of [rectangle(0, 0, width, height, 'ground'), ...shapes]) {
    const element = document.ele(name, attributes)
    if (content !== undefined) element.txt(content)
  }
  return `${document.end({ headless: true, prettyPrint: true, indent: ' ' })}\n`
}

/** @returns {Shape} */
export const rectangle = (x, y, width, height, style) => [
  'rect',
  { x, y, width, height, rx: style === 'ground' ? 0 : 6, class: style },
]

/** @returns {Shape} */
export const words = (x, y, content, style = '', anchor = 'start') => [
  'text',
  { x, y, class: style, 'text-anchor': anchor },
  content,
]

/** A line with an arrowhead at its end, which points to the right. @returns {readonly Shape[]} */
export const arrow = (x1, y1, x2, y2) => {
  const bend = (x1 + x2) / 2
  return [
    ['path', { d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2 - 6} ${y2}`, class: 'line' }],
    ['path', { d: `M${x2 - 8} ${y2 - 4}L${x2} ${y2}L${x2 - 8} ${y2 + 4}Z`, class: 'arrow' }],
  ]
}
