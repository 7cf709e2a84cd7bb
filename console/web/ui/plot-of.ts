export type Series = {
  readonly label: string
  /** Of the theme, such as `teal`. */
  readonly color: string
  /** Drawn in dashes: two curves of one plot are told apart without colour, too. */
  readonly isDashed?: true
  /** One for each time; null: nothing is known of it. */
  readonly values: readonly (number | null)[]
}

export type PlotOf = {
  readonly title: string
  readonly timesMs: readonly number[]
  readonly series: readonly Series[]
  /** A value with its unit. */
  readonly shown: (value: number) => string
  readonly shownTime: (ms: number) => string
  /** Values are whole: so are the numbers at the axis. */
  readonly isCount?: true
  /** Said in place of curves where there is nothing to draw. */
  readonly empty: string
}

export const PLOT_HEIGHT = 220
