import * as v from 'valibot'

// What every area's calls are made of: strict objects with length limits; ids are single path segments.
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/))
export const line = (max: number) => v.pipe(v.string(), v.maxLength(max), v.regex(/^[^\0\r\n]*$/))
export const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.regex(/^[^\0\r\n]*$/))
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000))
export const none = v.optional(v.nullable(v.strictObject({})))

export const contextRef = v.strictObject({ context: id })
export const serviceRef = v.strictObject({ context: id, service: id })

/** One value of a spec, by the words of a difference. */
export const valueRef = { field: v.pipe(line(1024), v.minLength(1)), key: v.optional(line(1024)) }

/** One entry of the contract: what a call takes and what it gives. */
export interface Call<S extends v.GenericSchema, Output> {
  readonly input: S
  /** Never there at run time; carries the type of the answer. */
  readonly output?: { readonly value: Output }
}
export const call =
  <Output>() =>
  <S extends v.GenericSchema>(input: S): Call<S, Output> => ({ input })
