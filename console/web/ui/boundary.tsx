import { Component, type ReactNode } from 'react'
import { PageFailed } from './page-failed.tsx'

/** Around everything: a fault of the pages leaves a page that says what to do. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined }
  static getDerivedStateFromError = (error: Error) => ({ error })
  override render() {
    return this.state.error === undefined ? this.props.children : <PageFailed error={this.state.error} />
  }
}
