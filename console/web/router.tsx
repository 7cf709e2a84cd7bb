import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { Role } from '../roles.ts'
import { Layout } from './layout.tsx'
import { pages, type Page } from './pages/all.ts'
import { patient } from './patient.ts'
import { loadAllTexts } from './texts/text.ts'
import { NotFound } from './ui/not-found.tsx'
import { PageFailed } from './ui/page-failed.tsx'
import { Splash } from './ui/state.tsx'

const root = createRootRoute({ component: Layout })

/** The overview is there with what is loaded first. */
const withTexts = (load: Page['load']) => async () => (await Promise.all([load(), loadAllTexts()]))[0]

const routes = pages.map(({ path, role, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(patient(path === '/' ? load : withTexts(load)), 'Page'),
    staticData: { role },
  }),
)

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who may open the page. */
    role?: Role
  }
}

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: new URL(document.baseURI).pathname,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ({ error }) => <PageFailed error={error} />,
  defaultPendingComponent: () => <Splash height={320} />,
})
