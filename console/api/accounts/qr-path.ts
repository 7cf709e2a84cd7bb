import { encode } from 'uqr'

/** Modules of white around a code: what the standard asks for, and some cameras need. */
const BORDER = 4

/** A QR code as the path of an SVG whose unit is one module, dark on white. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: BORDER })
  const bars = data.flatMap((row, y) => barsOf(row).map(({ x, width }) => `M${x} ${y}h${width}v1h-${width}z`))
  return { size, path: bars.join('') }
}

/** Where dark modules stand side by side. */
function barsOf(row: readonly boolean[]): { x: number; width: number }[] {
  const bars: { x: number; width: number }[] = []
  for (const [x, isDark] of row.entries()) {
    const last = bars.at(-1)
    if (!isDark) continue
    if (last !== undefined && last.x + last.width === x) last.width += 1
    else bars.push({ x, width: 1 })
  }
  return bars
}
