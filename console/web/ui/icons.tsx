import type { ReactNode } from 'react'

/** Line drawings on a grid of 24, in the colour of the text around them; what they say stands beside them. */
const drawn = (drawing: ReactNode) =>
  function Icon({ size = 20 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    )
  }

export type Icon = ReturnType<typeof drawn>

export const OverviewIcon = drawn(<path d="M4 19a9 9 0 1 1 16 0M12 14l4-5M12 14h.01M4 19h16" />)
export const ConversationsIcon = drawn(
  <path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h9A2.5 2.5 0 0 1 18 6.5v4a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3.2A2.5 2.5 0 0 1 4 10.5ZM10 16.5h5.5l3.5 3v-3.2a2.5 2.5 0 0 0 2-2.450V11" />,
)
export const PeopleIcon = drawn(
  <path d="M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M16 4.9a3.5 3.5 0 0 1 0 6.2M18 14.2a6.5 6.5 0 0 1 3.5 5.3" />,
)
export const GuardIcon = drawn(
  <path d="M12 3 5 5.5V11c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V5.5ZM9 11.8l2.2 2.2L15.2 10" />,
)
export const MemoryIcon = drawn(
  <path d="M5 6.5C5 4.6 8.1 3 12 3s7 1.6 7 3.5S15.9 10 12 10 5 8.4 5 6.5ZM5 6.5v11C5 19.4 8.1 21 12 21s7-1.6 7-3.5v-11M5 12c0 1.9 3.1 3.5 7 3.5s7-1.6 7-3.5" />,
)
export const ModelsIcon = drawn(<path d="M12 3.5 4.5 7.7v8.6l7.5 4.2 7.5-4.2V7.7ZM4.5 7.7 12 12l7.5-4.3M12 12v8.5" />)
export const ChannelsIcon = drawn(
  <path d="M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM12 13.5V20M8.1 15.9a5.5 5.5 0 0 1 0-7.8M15.9 8.1a5.5 5.5 0 0 1 0 7.8M5.3 18.7a9.5 9.5 0 0 1 0-13.4M18.7 5.3a9.5 9.5 0 0 1 0 13.4" />,
)
export const SettingsIcon = drawn(<path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5" />)
export const PersonaIcon = drawn(
  <path d="M5 4.5h14v7a7 7 0 0 1-14 0ZM9 9h.01M15 9h.01M9 13a4.2 4.2 0 0 0 6 0M12 18.5V21" />,
)
export const PlaygroundIcon = drawn(<path d="M4 5.5h16v13H4ZM7.5 9.5l3 2.5-3 2.5M12.5 15h4" />)
export const AccountsIcon = drawn(
  <path d="M14.5 4a5.5 5.5 0 1 1-3.7 9.6L8.5 16H6.5v2h-2v2.5H2.5V18l6.7-6.7A5.5 5.5 0 0 1 14.5 4ZM16 8.5h.01" />,
)
export const AuditIcon = drawn(
  <path d="M7 3.5h10A1.5 1.5 0 0 1 18.5 5v15.5l-3-2-3.5 2-3.5-2-3 2V5A1.5 1.5 0 0 1 7 3.5ZM9 8.5h6M9 12.5h6" />,
)
export const AccountIcon = drawn(
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 12.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM6.5 19a6 6 0 0 1 11 0" />,
)
export const SignOutIcon = drawn(<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" />)
export const TokensIcon = drawn(<path d="m8 8-4.5 4L8 16M16 8l4.5 4L16 16M13.5 5.5l-3 13" />)
export const CopyIcon = drawn(
  <path d="M9 9h9.5A1.5 1.5 0 0 1 20 10.5v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 9 18.5ZM15 9V5.5A1.5 1.5 0 0 0 13.5 4h-8A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15H9" />,
)
export const CheckIcon = drawn(<path d="m5 12.5 4.5 4.5L19 7.5" />)
export const DownloadIcon = drawn(<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14" />)
export const PrintIcon = drawn(
  <path d="M7 9V4h10v5M7 17H5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.5v5A1.5 1.5 0 0 1 19 17h-2M7 14h10v6H7Z" />,
)
export const DeviceIcon = drawn(
  <path d="M4.5 5h15A1.5 1.5 0 0 1 21 6.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5ZM9 20.5h6M12 17v3.5" />,
)
export const WarningIcon = drawn(<path d="M12 4 2.8 19.5h18.4ZM12 10v4.5M12 17h.01" />)
