/** Java's `String.hashCode`, Pulsar's default for keys. */

/** A signed 32-bit integer; each UTF-16 unit: `h = 31 * h + unit`. Java's specification fixes it. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
