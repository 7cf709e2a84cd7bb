const PIECE = 8_192

export async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  // A call takes only so many arguments at once.
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, n) =>
    String.fromCharCode(...bytes.subarray(n * PIECE, (n + 1) * PIECE)),
  )
  return btoa(pieces.join(''))
}
