#include <string.h>

#include "kernel.h"

/* The bytes of a text are looked at sixty-four at a time; what is found is one bit a byte, the first lowest. */
#define BLOCK 64

typedef uint8_t Bytes __attribute__((ext_vector_type(BLOCK)));
typedef bool Bits __attribute__((ext_vector_type(BLOCK)));
typedef struct {
  Bytes bytes;
} __attribute__((packed)) Unaligned;

#define BITS(condition) __builtin_bit_cast(uint64_t, __builtin_convertvector(condition, Bits))
#define LOADED(block) (((const Unaligned *)(block))->bytes)
#define EQUAL(block, byte) BITS(LOADED(block) == (Bytes)(byte))

/* The bits and all above them turned over, one after the other: inside quotes, the opening one included. */
static inline uint64_t between_pairs(uint64_t bits) {
  for (int shift = 1; shift < BLOCK; shift *= 2) bits ^= bits << shift;
  return bits;
}

/* All bits like the highest. */
static inline uint64_t continued(uint64_t bits) { return (uint64_t)((int64_t)bits >> (BLOCK - 1)); }

/* The block at `at`; where the text ends within it, a copy filled up with zeros. */
static inline const uint8_t *block_at(const uint8_t *text, size_t at, size_t count, uint8_t *copy) {
  if (at + BLOCK <= count) return text + at;
  memset(copy, 0, BLOCK);
  memcpy(copy, text + at, count - at);
  return copy;
}

KERNEL void vk_take_text_census(const uint8_t *text, size_t count, bool follows_break, vk_text_census *census) {
  *census = (vk_text_census){.first = {count, count}};
  uint8_t copy[BLOCK];
  uint64_t inside = 0, after[2] = {follows_break, 0}, after_return = 0, after_break = follows_break;
  for (size_t at = 0; at < count; at += BLOCK) {
    const uint8_t *block = block_at(text, at, count, copy);
    uint64_t is_text = count - at < BLOCK ? ((uint64_t)1 << (count - at)) - 1 : ~(uint64_t)0;
    uint64_t quotes = EQUAL(block, '"'), feeds = EQUAL(block, '\n'), returns = EQUAL(block, '\r');
    uint64_t breaks = feeds | returns, of_returns = feeds & (returns << 1 | after_return);
    census->may_have_empty_lines |= (breaks & ~of_returns & (breaks << 1 | after_break)) != 0;
    after_break = breaks >> (BLOCK - 1);
    after_return = returns >> (BLOCK - 1);
    uint64_t inside_here = inside ^ (quotes ? between_pairs(quotes) : 0);
    inside = continued(inside_here);
    for (int begins_inside = 0; begins_inside < 2; begins_inside++) {
      uint64_t outer = breaks & (begins_inside ? inside_here : ~inside_here);
      uint64_t starts = (outer << 1 | after[begins_inside]) & ~outer & is_text;
      after[begins_inside] = outer >> (BLOCK - 1);
      if (starts && !census->starts[begins_inside]) census->first[begins_inside] = at + __builtin_ctzll(starts);
      census->starts[begins_inside] += __builtin_popcountll(starts);
    }
    census->quotes += __builtin_popcountll(quotes);
    census->has_nul |= (EQUAL(block, 0) & is_text) != 0;
    census->is_beyond_ascii |= BITS(LOADED(block) >= (Bytes)128) != 0;
  }
}

/* Writes the places of the bits and returns how many there are. Eight at a time, whether they are there or
 * not: a loop that ends after one more or less is one that the processor does not foresee. */
static inline size_t write_places(uint64_t bits, size_t at, uint32_t *places) {
  size_t count = __builtin_popcountll(bits);
  for (size_t written = 0; written < count; written += 8)
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 8; i++) {
      places[written + i] = (uint32_t)(at + __builtin_ctzg(bits, BLOCK));
      bits &= bits - 1;
    }
  return count;
}

KERNEL size_t vk_find_fields(const uint8_t *text, size_t count, size_t limit, uint8_t delimiter, size_t columns,
                             size_t most_records, uint32_t *starts, uint32_t *ends, bool *has_quotes) {
  size_t fields = 0, records = 0, begun = 1;
  starts[0] = 0;
  uint8_t copy[BLOCK];
  uint64_t inside = 0, after_break = 0, after_return = 0, after_end = 1, any_quotes = 0;
  for (size_t at = 0; at < count && records < most_records && starts[begun - 1] < limit; at += BLOCK) {
    const uint8_t *block = block_at(text, at, count, copy);
    uint64_t delimiters = EQUAL(block, delimiter), quotes = EQUAL(block, '"');
    uint64_t feeds = EQUAL(block, '\n'), returns = EQUAL(block, '\r');
    uint64_t breaks = feeds | returns;
    if (quotes | inside) {
      uint64_t inside_here = inside ^ between_pairs(quotes);
      inside = continued(inside_here);
      delimiters &= ~inside_here;
      breaks &= ~inside_here;
      any_quotes |= quotes;
      /* A quote opens a field, or follows the one that closed it: they are a pair in the text then. */
      uint64_t before_opening = delimiters | breaks | quotes;
      if (quotes & inside_here & ~(before_opening << 1 | after_end)) break;
      after_end = before_opening >> (BLOCK - 1);
    } else {
      after_end = (delimiters | breaks) >> (BLOCK - 1);
    }
    uint64_t following = breaks << 1 | after_break;
    if (columns == 1 && (breaks & following & ~(feeds & (returns << 1 | after_return)))) break;
    after_break = breaks >> (BLOCK - 1);
    after_return = returns >> (BLOCK - 1);
    uint64_t line_ends = breaks & ~following, field_ends = delimiters | line_ends;
    bool is_plain = true;
    for (uint64_t rest = line_ends; rest && is_plain; rest &= rest - 1) {
      size_t place = fields + __builtin_popcountll(field_ends & (rest ^ (rest - 1)));
      is_plain = place == (records + 1) * columns;
      records += is_plain;
    }
    fields += write_places(field_ends, at, ends + fields);
    begun += write_places(following & ~breaks, at, starts + begun);
    if (!is_plain || fields >= (records + 1) * columns) break;
  }
  if (records > most_records) records = most_records;
  while (records > 0 && starts[records - 1] >= limit) records--;
  *has_quotes = any_quotes != 0;
  return records;
}

/* The bytes 0x80 where a byte of the word is not 0. */
static inline uint64_t nonzero_bytes(uint64_t word) {
  return (((word & 0x7F7F7F7F7F7F7F7Fu) + 0x7F7F7F7F7F7F7F7Fu) | word) & 0x8080808080808080u;
}

/* The bytes 0x80 where a byte of the word is more than 9. */
static inline uint64_t bytes_above_nine(uint64_t word) {
  return (((word & 0x7F7F7F7F7F7F7F7Fu) + 0x7676767676767676u) | word) & 0x8080808080808080u;
}

/* The value of eight digits, one a byte, the first lowest: pairs, fours, eight of them. */
static inline uint64_t value_of_digits(uint64_t digits) {
  uint64_t pairs = (10 * digits + (digits >> 8)) & 0x00FF00FF00FF00FFu;
  uint64_t fours = (100 * pairs + (pairs >> 16)) & 0x0000FFFF0000FFFFu;
  return 10000 * (fours & 0xFFFFFFFFu) + (fours >> 32);
}

/* Takes the last eight bytes of each field and how long the field is. */
static inline void take_words(const vk_text_column *column, uint64_t *words, uint64_t *lengths) {
  bool is_first = column->starts != NULL;
  const uint32_t *before = is_first ? column->starts : column->ends - 1;
  size_t stride = is_first ? 1 : column->columns;
  for (size_t r = 0; r < column->rows; r++) {
    const uint8_t *start = column->text + before[r * stride] + !is_first;
    const uint8_t *end = column->text + column->ends[r * column->columns];
    if (column->has_quotes && end - start > 1 && start[0] == '"' && end[-1] == '"') start++, end--;
    memcpy(words + r, end - 8, 8);
    lengths[r] = (uint64_t)(end - start);
  }
}

/* Written without branches, for the compiler to read several numbers side by side. The last digit stands in
 * a word's highest byte, whatever the length.
 *
 *     value = digits / 10^(digits after the point)      both exact: rounded once */
static inline __attribute__((always_inline)) uint8_t read_short(const vk_text_column *column, uint8_t point,
                                                                bool as_integers, uint64_t *restrict values,
                                                                uint8_t *restrict kinds) {
  uint64_t words[VK_TEXT_ROWS], lengths[VK_TEXT_ROWS], all_kinds = 0;
  take_words(column, words, lengths);
  const size_t rows = column->rows;
  const uint64_t points = 0x0101010101010101u * point;
  const uint64_t not_a_number = 0x7FF8000000000000u;
#pragma clang loop vectorize(enable) interleave(disable)
  for (size_t r = 0; r < rows; r++) {
    uint64_t word = words[r], unused = (64 - 8 * lengths[r]) & 63;
    uint64_t is_negative = ((word >> unused) & 0xFF) == '-' ? 1 : 0;
    uint64_t content = (~(uint64_t)0 << unused) << (8 * is_negative);
    uint64_t text = (word ^ 0x3030303030303030u) & content;
    /* The place of the point, if there is one. */
    uint64_t mark = bytes_above_nine(text);
    /* The digits before the point close up to those after it. */
    uint64_t before = (mark >> 7) - 1, after = ~((mark << 1) - 1);
    uint64_t digits = value_of_digits(mark ? (text & after) | (text & before) << 8 : text);
    uint64_t has_digits = content << (mark ? 8 : 0);
    uint64_t is_other = (lengths[r] - 1 > 7) | ((mark & nonzero_bytes(word ^ points)) != 0) |
                        ((mark & (mark - 1)) != 0) | (has_digits == 0);
    uint64_t value, nothing;
    if (as_integers) {
      is_other |= (mark != 0) | (is_negative & (digits == 0));
      value = is_negative ? 0 - digits : digits;
      nothing = 0;
    } else {
      /* The digits as the last bits of 2^52: a conversion that every vector unit has. */
      double whole = __builtin_bit_cast(double, 0x4330000000000000u | digits) - 0x1p52;
      double scale = (mark & 0x0080008000800080u ? 10.0 : 1.0) * (mark & 0x0000808000008080u ? 100.0 : 1.0) *
                     (mark & 0x0000000080808080u ? 10000.0 : 1.0);
      value = __builtin_bit_cast(uint64_t, whole / scale) | is_negative << 63;
      nothing = not_a_number;
    }
    values[r] = lengths[r] ? value : nothing;
    uint64_t kind = lengths[r] ? is_other : VK_EMPTY_FIELD;
    kinds[r] = (uint8_t)kind;
    all_kinds |= kind;
  }
  return (uint8_t)all_kinds;
}

KERNEL uint8_t vk_read_short_numbers(const vk_text_column *column, uint8_t point, double *values, uint8_t *kinds) {
  return read_short(column, point, false, (uint64_t *)values, kinds);
}

KERNEL uint8_t vk_read_short_integers(const vk_text_column *column, uint8_t point, int64_t *values,
                                      uint8_t *kinds) {
  return read_short(column, point, true, (uint64_t *)values, kinds);
}

static inline uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

/* Both halves of a product joined, so that every bit affects every other. */
static inline uint64_t mixed(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)(a ^ 0xA0761D6478BD642Fu) * (b ^ 0xE7037ED1A0B428DBu);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline void set_hash(vk_text *text, uint64_t seed) {
  size_t length = text->extent >> 1;
  uint64_t hash = mixed(text->first ^ seed, text->last ^ text->extent * 0x9E3779B97F4A7C15u);
  for (size_t i = 8; i + 8 < length; i += 8) hash = mixed(word_at(text->start + i) ^ hash, seed);
  text->hash = hash;
}

bool vk_take_texts(const vk_text_column *column, uint64_t seed, vk_text *texts, size_t *size) {
  bool is_first = column->starts != NULL, are_usual = true;
  const uint32_t *before = is_first ? column->starts : column->ends - 1;
  size_t stride = is_first ? 1 : column->columns, sum = 0;
  for (size_t r = 0; r < column->rows; r++) {
    const uint8_t *start = column->text + before[r * stride] + !is_first;
    const uint8_t *end = column->text + column->ends[r * column->columns];
    uint64_t is_quoted = column->has_quotes && start < end && *start == '"';
    are_usual &= !is_quoted | (end - start > 1 && end[-1] == '"');
    start += is_quoted;
    end -= is_quoted;
    size_t length = (size_t)(end - start);
    bool is_short = length < 8;
    uint64_t last = word_at(end - 8);
    if (is_short) last = length ? last >> (64 - 8 * length) : 0;
    texts[r].start = start;
    texts[r].extent = 2 * length + is_quoted;
    texts[r].first = is_short ? last : word_at(is_short ? end - 8 : start);
    texts[r].last = last;
    sum += length;
  }
  *size = sum;
  if (!are_usual) return false;
  for (size_t r = 0; r < column->rows; r++) set_hash(texts + r, seed);
  return true;
}

vk_text vk_take_text(const uint8_t *start, size_t length, bool is_quoted, uint64_t seed) {
  vk_text text = {.start = start, .extent = 2 * length + is_quoted};
  memcpy(&text.first, start, length < 8 ? length : 8);
  text.last = length < 8 ? text.first : word_at(start + length - 8);
  set_hash(&text, seed);
  return text;
}

static inline bool is_same(const vk_text *text, const vk_text_entry *entry, const uint8_t *bytes) {
  if (text->extent != entry->extent || text->first != entry->first || text->last != entry->last) return false;
  size_t length = text->extent >> 1;
  const uint8_t *others = bytes + entry->start;
  for (size_t i = 8; i + 8 < length; i += 8)
    if (word_at(text->start + i) != word_at(others + i)) return false;
  return true;
}

static inline uint64_t slot_content(uint64_t hash, size_t code) { return hash >> 32 << 32 | (code + 1); }

void vk_encode_texts(const vk_text *texts, size_t count, vk_text_dictionary *dictionary, uint32_t *codes) {
  const size_t mask = dictionary->slot_count - 1;
  for (size_t i = 0; i < count; i++) {
    const vk_text *text = texts + i;
    for (size_t slot = text->hash & mask;; slot = (slot + 1) & mask) {
      uint64_t content = dictionary->slots[slot];
      size_t code = (uint32_t)content - (size_t)1;
      if (content == 0) {
        code = dictionary->count++;
        dictionary->slots[slot] = slot_content(text->hash, code);
        dictionary->entries[code] =
            (vk_text_entry){dictionary->size, text->extent, text->first, text->last, text->hash};
        memcpy(dictionary->bytes + dictionary->size, text->start, text->extent >> 1);
        dictionary->size += text->extent >> 1;
      } else if (content >> 32 != text->hash >> 32 ||
                 !is_same(text, dictionary->entries + code, dictionary->bytes)) {
        continue;
      }
      codes[i] = (uint32_t)code;
      break;
    }
  }
}

void vk_fill_slots(vk_text_dictionary *dictionary) {
  const size_t mask = dictionary->slot_count - 1;
  for (size_t code = 0; code < dictionary->count; code++) {
    uint64_t hash = dictionary->entries[code].hash;
    size_t slot = hash & mask;
    while (dictionary->slots[slot]) slot = (slot + 1) & mask;
    dictionary->slots[slot] = slot_content(hash, code);
  }
}

/* Copies bytes of which the second of two quotes is left out. */
static size_t copy_undoubled(const uint8_t *from, size_t length, uint8_t *to) {
  const uint8_t *end = from + length;
  uint8_t *start = to;
  for (const uint8_t *quote; from < end && (quote = memchr(from, '"', (size_t)(end - from))); from = quote + 2) {
    size_t count = (size_t)(quote + 1 - from);
    memcpy(to, from, count);
    to += count;
  }
  if (from < end) {
    memcpy(to, from, (size_t)(end - from));
    to += end - from;
  }
  return (size_t)(to - start);
}

size_t vk_append_texts(const vk_text *texts, size_t count, uint8_t *bytes, uint32_t *lengths) {
  uint8_t *place = bytes;
  for (size_t i = 0; i < count; i++) {
    size_t length = texts[i].extent >> 1;
    if (texts[i].extent & 1) {
      length = copy_undoubled(texts[i].start, length, place);
    } else if (length < 8) {
      memcpy(place, &texts[i].first, 8);
    } else {
      for (size_t at = 0; at + 8 < length; at += 8) memcpy(place + at, texts[i].start + at, 8);
      memcpy(place + length - 8, &texts[i].last, 8);
    }
    lengths[i] = (uint32_t)length;
    place += length;
  }
  return (size_t)(place - bytes);
}
