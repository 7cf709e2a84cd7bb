import { Button, Center } from '@mantine/core'
import { useInfiniteQuery, type InfiniteData, type QueryKey } from '@tanstack/react-query'
import { read } from '../api.ts'
import { text } from '../texts/text.ts'

type Query = Readonly<Record<string, string | number | undefined>>
type RowsPage<Row> = { readonly rows: readonly Row[]; readonly next?: string | undefined }
type Listed = {
  readonly key: QueryKey
  readonly path: `/api/${string}`
  readonly query?: Query
  /** Where its first page begins: a cursor of the list. */
  readonly from?: string
}

/** A list of the API, page after page, as `pageOf` describes it. `data` is all rows that were read so far. */
export function useRows<Row, Page extends RowsPage<Row> = RowsPage<Row>>({ key, path, query = {}, from }: Listed) {
  const asked = useInfiniteQuery({
    queryKey: [...key, query, from],
    queryFn: ({ pageParam, signal }) => read<Page>(path, { ...query, after: pageParam }, signal),
    initialPageParam: from,
    // A look at what people wrote is in the audit: coming back to the window is none.
    refetchOnWindowFocus: false,
    getNextPageParam: ({ next }: Page) => next,
    select: ({ pages }: InfiniteData<Page>) => ({ rows: pages.flatMap(({ rows }) => rows), last: pages.at(-1) }),
  })
  return { ...asked, data: asked.data?.rows, lastPage: asked.data?.last }
}

type Paged = {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => Promise<unknown>
}

/** Below a list: the next page of it, where there is one. `label` in place of "More". */
export function More({ list, label }: { list: Paged; label?: string }) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (!hasNextPage) return null
  return (
    <Center py="sm">
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {label ?? text('more')}
      </Button>
    </Center>
  )
}
