const DATABASE = 'chasqui'
const STORE = 'pictures'
const BYTES_MAX = 200 * 1024 ** 2

/** Pictures that outlive a reload, by name, each of one chat. Without room or support of the browser none are kept. */
export function createPictureStore() {
  const database = openDatabase()
  database.catch(() => {})

  /**
   * Each act is one transaction, and the browser does them in the order in which they were asked for: pictures that are
   * dropped while they are still being kept are gone all the same.
   */
  async function change(act) {
    const transaction = (await database).transaction(STORE, 'readwrite')
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
    })
    const store = transaction.objectStore(STORE)
    const all = store.getAll()
    all.onsuccess = () => act(store, all.result)
    await done
  }

  return {
    async keep({ id, chat, files }) {
      try {
        await change((store, records) => {
          const kept = [...records.filter((record) => record.id !== id).flatMap((record) => record.files), ...files]
          const bytes = kept.reduce((sum, { size }) => sum + size, 0)
          if (bytes <= BYTES_MAX) store.put({ id, chat, files })
          else store.delete(id)
        })
      } catch {
        // The words that came with them are kept, and say so.
      }
    },
    drop: (id) => change((store) => store.delete(id)).catch(() => {}),
    /** The pictures of a chat by their names. All that are not wanted are deleted, another chat's first of all. */
    async take(chat, wanted) {
      const ours = new Map()
      await change((store, records) => {
        for (const record of records) {
          if (record.chat === chat && wanted.includes(record.id)) ours.set(record.id, record.files)
          else store.delete(record.id)
        }
      }).catch(() => {})
      return ours
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
