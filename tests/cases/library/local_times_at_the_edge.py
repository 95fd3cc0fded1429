# Local times where zones have no summer, before there were rules, and at the ends of the calendar.
import time,os
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for tz in ('UTC0','EST5EDT,M3.2.0,M11.1.0','CET-1CEST,M3.5.0,M10.5.0/3','JST-9'):
    os.environ['TZ']=tz; time.tzset(); print(tz,time.tzname,time.timezone,time.altzone,time.daylight)
    for dst in (-1,0,1):
        for y in (1901,1950,1969,1970,1971,2024):
            for mo in (1,7):
                t(lambda: (y,mo,dst,time.mktime((y,mo,1,0,0,0,0,0,dst))))
    for fmt in ('%Z','%z','%Z %z'):
        for dst in (-1,0,1):
            t(lambda: time.strftime(fmt,(2024,7,1,0,0,0,0,1,dst)))
    t(lambda: time.strftime('%Z %z',time.localtime(0))); t(lambda: time.strftime('%Z %z',time.gmtime(0))); t(lambda: time.strftime('%Z %z',time.localtime(1720000000)));  t(lambda: time.localtime(1720000000)); t(lambda: time.localtime(-1e9)); t(lambda:time.mktime(time.localtime(-1e9)))
    t(lambda: time.mktime((0,1,1,0,0,0,0,0,-1))); t(lambda: time.mktime((1969,12,31,23,59,59,0,0,0))); t(lambda: time.mktime((2024,14,35,27,70,80,0,0,-1)))
    t(lambda: time.ctime(-5)); t(lambda: time.asctime((-1,1,1,0,0,0,0,1,0)))
    t(lambda: time.mktime((2024,3,10,2,30,0,0,0,-1))); t(lambda: time.mktime((2024,11,3,1,30,0,0,0,-1))); t(lambda: time.mktime((2024,3,31,2,30,0,0,0,-1))); t(lambda: time.mktime((2024,10,27,2,30,0,0,0,-1)))
    import datetime
    t(lambda: datetime.datetime(1950,1,1).timestamp()); t(lambda: datetime.datetime(1950,1,1).astimezone()); t(lambda: datetime.datetime.fromtimestamp(-1e9)); t(lambda: datetime.datetime(2024,7,1).astimezone().strftime('%Z %z'))
t(lambda: time.asctime((2**31-1900+5,1,1,0,0,0,0,1,0))); t(lambda: time.asctime((-2**31,1,1,0,0,0,0,1,0))); t(lambda: time.strftime('%Y',(2**31+1900,1,1,0,0,0,0,1,0)))
t(lambda: time.strftime('%Y',(2**31,1,1,0,0,0,0,1,0)))
t(lambda: time.strftime('%Y',(-2**31,1,1,0,0,0,0,1,0)))
t(lambda: time.asctime((2**31-1,1,1,0,0,0,0,1,0)))
