"""The desk: pages go in, stories come out, and what people decide stays decided. Joins the pipeline and a store.

    with open_store("news.db") as store:
        desk = Desk(store, names=encoder())            # names=None: the fast way, without the trained name reader
        print(desk.add(open_inputs(["feeds/"])))       # Added(kept=12, repeated=3, ...)
        for story in desk.stories(limit=20): ...
        document = desk.topic(story.topic)             # the riwaya/1 document of that topic alone, for `render`
        desk.judge("same", "person:a", "person:b", who="layla")

Every batch of pages is one transaction: a process that is killed loses the batch it was at, and adding the same again
keeps what is missing, once. Stories and topics keep their ids; ids that went into others lead there.
"""

from riwaya.desk.adding import Added
from riwaya.desk.desk import Desk, StoryRow
from riwaya.store.told import TopicRow

__all__ = ["Added", "Desk", "StoryRow", "TopicRow"]
