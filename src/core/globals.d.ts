/**
 * The few globals that every host of the core has, declared here because the core's tsconfig knows neither
 * Node's nor the browser's types.
 */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: Uint8Array): string
}

declare class TextEncoder {
  encode(input: string): Uint8Array
}
