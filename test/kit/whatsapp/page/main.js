import './version.js'
import { modules } from './modules.js'
import { provide } from './require.js'
import { start } from './session.js'
import { show } from './view.js'

provide(modules)
show()
start()
