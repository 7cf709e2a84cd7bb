import { useSyncExternalStore } from 'react'
import { connection, watchConnection } from '../connection.ts'

export const useConnection = () => useSyncExternalStore(watchConnection, connection)
