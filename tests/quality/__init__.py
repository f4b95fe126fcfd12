"""How near the cleaners come to a careful reader's choice on real pages of many sites."""
