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

/* One text of a table, and what of it is compared first. */
typedef struct {
  const uint8_t *start;
  /* Twice the number of bytes, and one more if they are in quotes: a quote in them then is two. */
  uint64_t extent;
  /* The first eight bytes and the last eight, the first lowest; twice all bytes where there are fewer. */
  uint64_t first, last;
  uint64_t hash;
} vk_text;

/* Takes the texts of a column's fields, without the quotes around them, and adds up their bytes. Eight bytes
 * before the first field can be read.
 *
 * Returns whether every field that begins with a quote also ends with one; otherwise the texts mean nothing. */
bool vk_take_texts(const vk_text_column *column, uint64_t seed, vk_text *texts, size_t *size);

/* One text. Nothing before its first byte is read. */
vk_text vk_take_text(const uint8_t *start, size_t length, bool is_quoted, uint64_t seed);

/* A text in a dictionary: the same as above, the bytes being at `start` of the dictionary's. */
typedef struct {
  uint64_t start, extent, first, last, hash;
} vk_text_entry;

/* Distinct texts, numbered in the order in which they came. All hashes have the same seed. */
typedef struct {
  vk_text_entry *entries;
  uint8_t *bytes;
  /* The upper half of a text's hash and its number plus 1, or 0 where there is none; the lower half of the hash
   * says where to look first. Their number is a power of 2. */
  uint64_t *slots;
  size_t slot_count;
  /* The number of texts and of their bytes. */
  size_t count, size;
} vk_text_dictionary;

/* codes[i] is the number of text i, which is inserted where it is not in the dictionary. There is room for all
 * of them and their bytes, and more slots than texts.
 *
 * Source of the hash: the multiplication of wyhash (Wang Yi). */
void vk_encode_texts(const vk_text *texts, size_t count, vk_text_dictionary *dictionary, uint32_t *codes);

/* Puts the entries of a dictionary into its slots, which are all 0. */
void vk_fill_slots(vk_text_dictionary *dictionary);

/* How many bytes more than those of the texts vk_append_texts may write. */
#define VK_TEXT_SLACK 8

/* Writes texts one after the other, doubled quotes made single in those in quotes, and the length of each.
 *
 * Returns the number of bytes. */
size_t vk_append_texts(const vk_text *texts, size_t count, uint8_t *bytes, uint32_t *lengths);

#endif
