const DATABASE = 'chasqui'
const STORE = 'pictures'
const BYTES_MAX = 200 * 1024 ** 2

/** Pictures that outlive a reload, by name, each belonging to a chat. What has no room, or no browser for it, is gone. */
export function createPictureStore() {
  const database = openDatabase()
  database.catch(() => {})

  async function run(mode, act) {
    const transaction = (await database).transaction(STORE, mode)
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
    })
    const request = act(transaction.objectStore(STORE))
    await done
    return request.result
  }

  const all = () => run('readonly', (store) => store.getAll())
  const remove = (id) => run('readwrite', (store) => store.delete(id))

  return {
    async keep({ id, chat, files }) {
      try {
        const others = (await all()).filter((record) => record.id !== id)
        const bytes = [...others.flatMap((record) => record.files), ...files].reduce((sum, { size }) => sum + size, 0)
        if (bytes <= BYTES_MAX) await run('readwrite', (store) => store.put({ id, chat, files }))
        else await remove(id)
      } catch {
        // The words that came with them are kept, and say so.
      }
    },
    drop: (id) => remove(id).catch(() => {}),
    /** The pictures of a chat by their names. All that are not wanted are deleted, another chat's first of all. */
    async take(chat, wanted) {
      const records = await all().catch(() => [])
      const isOurs = (record) => record.chat === chat && wanted.includes(record.id)
      for (const { id } of records.filter((record) => !isOurs(record))) void remove(id).catch(() => {})
      return new Map(records.filter(isOurs).map(({ id, files }) => [id, files]))
    },
  }
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
