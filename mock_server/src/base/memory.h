/* What was freed and is of no use soon. */
#ifndef MOCK_MEMORY_H
#define MOCK_MEMORY_H

/* Give what the allocator holds free back to the system. It walks through its lists for that, so
 * this is worth it only when much was freed. */
void memory_give_back(void);

#endif
