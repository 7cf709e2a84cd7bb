import { Cmd, Conn, Socket } from './app-state.js'
import { altDeviceLinking, encodeB64, getADVSecretKey, noiseInfo, refreshQR, signalStore } from './linking.js'
import { progress } from './session.js'
import { sendDeleteMsgs, sendRevokeMsgs } from './sending.js'

export const linkingModules = {
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebCmd: { Cmd: Object.assign(Cmd, { refreshQR, sendRevokeMsgs, sendDeleteMsgs }) },
  WAWebLaunchSocketUtils: { refreshQR },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => progress.percent } },
  WAWebAltDeviceLinkingApi: altDeviceLinking,
  WABase64: { encodeB64 },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: noiseInfo,
  WAWebSignalStoreApi: signalStore,
  WAWebUserPrefsMultiDevice: { getADVSecretKey },
  WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
  WAWebStreamModel: { Stream: { markAvailable: () => undefined, markUnavailable: () => undefined } },
  /** Calls are in a map within; the library looks for one. */
  WAWebCallCollection: { on: () => undefined, calls: new Map() },
}
