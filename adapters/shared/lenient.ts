import { z } from 'zod'

/** A field that a message can do without: where it cannot be read, it is left out and the rest counts. */
export const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

/** The elements of a list that can be read. */
export const lenientList = <Schema extends z.ZodType>(schema: Schema) =>
  lenient(z.array(z.unknown()).transform((elements) => elements.flatMap((element) => readable(schema, element))))

function readable<Schema extends z.ZodType>(schema: Schema, element: unknown): z.output<Schema>[] {
  const { success, data } = schema.safeParse(element)
  return success ? [data] : []
}
