/* Loops over the bytes of tables that are written as text; part of CVectorKernels.h.
 *
 * A line ends with a run of \n and \r. Between quotes neither they nor the delimiter mean anything. */
#ifndef TEXT_KERNELS_H
#define TEXT_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands in a text, counted without looking at fields. */
typedef struct {
  size_t quotes;
  /* The bytes that follow a line's end and are none: if the text begins outside quotes, and inside. */
  size_t starts[2];
  /* The first of them; the text's length where there is none. */
  size_t first[2];
  /* Whether a line's end may follow another, \r\n counted as one; true too where it stands in quotes. */
  bool may_have_empty_lines;
  bool has_nul;
  /* Whether there is a byte of 128 or more. */
  bool is_beyond_ascii;
} vk_text_census;

/* Counts. `follows_break`: whether the byte before the text, were it outside quotes, is a line's end. */
void vk_take_text_census(const uint8_t *text, size_t count, bool follows_break, vk_text_census *census);

/* How many more places than fields `ends` needs, and how many more than records `starts` needs. */
#define VK_FIELD_SLACK 64

/* Finds the fields of the records at the start of a text, up to the first record that is no plain one: one
 * with more or fewer fields than there are columns, with a quote within a field that does not begin with
 * one, or that the text's end cuts off. Where there is a single column an empty line is no plain record.
 *
 * starts: where each record begins, counted from the text's first byte.
 * ends: where each field ends, `columns` of them a record: at the delimiter or at the line's end.
 * has_quotes: whether the fields may have quotes.
 * Returns the number of records, those that begin at `limit` or after it left out.
 *
 * Source: G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second", 2019, sections 3.1 and 3.1.1. */
size_t vk_find_fields(const uint8_t *text, size_t count, size_t limit, uint8_t delimiter, size_t columns,
                      size_t most_records, uint32_t *starts, uint32_t *ends, bool *has_quotes);

/* One column of fields that vk_find_fields has found. */
typedef struct {
  const uint8_t *text;
  /* Of the column's first field: its end. Before it stands the end of the field before. */
  const uint32_t *ends;
  /* The records' starts in the first column, otherwise NULL. */
  const uint32_t *starts;
  size_t columns;
  size_t rows;
  bool has_quotes;
} vk_text_column;

/* The most rows that are read at a time. */
#define VK_TEXT_ROWS 64

/* What a field is where it is no such number as is looked for. */
typedef enum { VK_OTHER_FIELD = 1, VK_EMPTY_FIELD = 2 } vk_field_kind;

/* Reads numbers of at most eight characters: [-] digits [point digits], in quotes or not. Eight bytes before
 * the first field can be read.
 *
 * kinds[r]: 0 where field r is such a number; VK_EMPTY_FIELD where there is nothing, values[r] then is NaN or
 * 0; and VK_OTHER_FIELD where it is anything else, values[r] then means nothing. As integers, neither numbers
 * with a point nor -0 are read.
 * Returns all kinds joined. */
uint8_t vk_read_short_numbers(const vk_text_column *column, uint8_t point, double *values, uint8_t *kinds);
uint8_t vk_read_short_integers(const vk_text_column *column, uint8_t point, int64_t *values, uint8_t *kinds);

#endif
