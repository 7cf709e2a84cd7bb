import type { MantineColorsTuple } from '@mantine/core'

const shades = (ofAColor: string) => ofAColor.split(' ') as unknown as MantineColorsTuple

/** From light to dark. Shade 7 carries white text, shade 9 is read on shade 1: both with a contrast of 4.5 and more. */
export const COLORS = {
  // Of the logo.
  teal: shades('#f0fdfa #d6f5ee #a8e8dc #6fd3c3 #3dbba9 #1f9e8f #14867a #0f766e #115e59 #134e4a'),
  red: shades('#fef2f2 #fee2e2 #fecaca #fca5a5 #f87171 #ef4444 #dc2626 #b91c1c #991b1b #7f1d1d'),
  orange: shades('#fffbeb #fdf1d0 #fde0a0 #fcc860 #f5a83a #e58a13 #cd6d08 #b45309 #92400e #78350f'),
  green: shades('#f0fdf4 #dcfce7 #bbf7d0 #86efac #4ade80 #22c55e #16a34a #15803d #166534 #14532d'),
  blue: shades('#eff6ff #dbeafe #bfdbfe #93c5fd #60a5fa #3b82f6 #2563eb #1d4ed8 #1e40af #1e3a8a'),
  // Warm in light, of slate in dark, as the chat page is.
  gray: shades('#f7f5f0 #f0ede6 #e6e2d9 #dcd7cc #cbc5b8 #a39e93 #777c78 #5d6663 #3a4341 #1f2624'),
  dark: shades('#e8ecea #c3cbc8 #a3aeab #7c8886 #3a4345 #2c3436 #1f2527 #15191b #101315 #0b0d0e'),
}
