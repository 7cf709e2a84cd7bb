/** Of the service, as people see it on the chat page. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="18" fill="#0f766e" />
      <path d="M14 20a8 8 0 0 1 8-8h20a8 8 0 0 1 8 8v14a8 8 0 0 1-8 8H30L19 51v-9.6A8 8 0 0 1 14 34Z" fill="#f7f5f0" />
      <path d="M23 32c4 0 5-8 9-8s5 8 9 8" fill="none" stroke="#0f766e" strokeWidth="4" strokeLinecap="round" />
    </svg>
  )
}
